/** Of a CycloneDX bill of materials what is needed to choose from it. */
export interface Bom {
  metadata: { component: { 'bom-ref': string; name: string } };
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

interface Component {
  'bom-ref': string;
  name: string;
  version: string;
  properties: { name: string; value: string }[];
}

const DEVELOPMENT = 'cdx:npm:package:development';

/**
 * The part of a bill of materials that is production's. `npm sbom --omit dev` can't be asked for it: it leaves out as
 * well what development uses besides, like the AWS clients.
 */
export function ofProduction(bom: Bom, name: string): Bom {
  const components = bom.components.filter(
    ({ properties }) => !properties.some((of) => of.name === DEVELOPMENT),
  );
  const refs = new Set([
    bom.metadata.component['bom-ref'],
    ...components.map((component) => component['bom-ref']),
  ]);
  const isKept = (ref: string): boolean => refs.has(ref);
  return {
    ...bom,
    // npm takes the name of the folder.
    metadata: { ...bom.metadata, component: { ...bom.metadata.component, name } },
    components,
    dependencies: bom.dependencies
      .filter(({ ref }) => isKept(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter(isKept) })),
  };
}
