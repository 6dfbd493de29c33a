import { expect, it } from '@jest/globals';
import { type Bom, ofProduction } from '../../../scripts/supply-chain/production-bom.ts';

const development = [{ name: 'cdx:npm:package:development', value: 'true' }];
const component = (name: string, properties: Bom['components'][number]['properties'] = []) => ({
  'bom-ref': `${name}@1.0.0`,
  name,
  version: '1.0.0',
  properties,
});

it('has what production needs, also where development needs it besides, and nothing else', () => {
  const bom: Bom = {
    metadata: { component: { 'bom-ref': 'groundwork@0.1.0', name: 'some-folder' } },
    components: [component('shared'), component('inner'), component('tool', development)],
    dependencies: [
      { ref: 'groundwork@0.1.0', dependsOn: ['shared@1.0.0', 'tool@1.0.0'] },
      { ref: 'shared@1.0.0', dependsOn: ['inner@1.0.0'] },
      { ref: 'tool@1.0.0', dependsOn: ['shared@1.0.0'] },
    ],
  };

  expect(ofProduction(bom, 'groundwork')).toEqual({
    metadata: { component: { 'bom-ref': 'groundwork@0.1.0', name: 'groundwork' } },
    components: [component('shared'), component('inner')],
    dependencies: [
      { ref: 'groundwork@0.1.0', dependsOn: ['shared@1.0.0'] },
      { ref: 'shared@1.0.0', dependsOn: ['inner@1.0.0'] },
    ],
  });
});
