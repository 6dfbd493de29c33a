import { readFileSync, writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { openapiDocument } from '../lib/api/openapi.ts';

const FILE = new URL('../openapi.yaml', import.meta.url);

const text = `# Made by \`npm run openapi\` from lib/api. Don't edit.\n${stringify(openapiDocument(), { aliasDuplicateObjects: false })}`;

if (!process.argv.includes('--check')) {
  writeFileSync(FILE, text);
  console.log('openapi.yaml written');
} else if (readFileSync(FILE, 'utf8') === text) {
  console.log('openapi.yaml is up to date');
} else {
  console.error('openapi.yaml is not what the schemas say. Run `npm run openapi` and commit the result.');
  process.exitCode = 1;
}
