/** `npm run sbom`: a CycloneDX bill of materials of what the functions carry and people run. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import manifest from '../package.json' with { type: 'json' };
import { ofProduction } from './supply-chain/production-bom.ts';

const FILE = 'sbom.cdx.json';

const everything = execFileSync(
  'npm',
  ['sbom', '--package-lock-only', '--sbom-type', 'application', '--sbom-format', 'cyclonedx'],
  { encoding: 'utf8', maxBuffer: 2 ** 26 },
);
const bom = ofProduction(JSON.parse(everything), manifest.name);
writeFileSync(FILE, `${JSON.stringify(bom, null, 2)}\n`);
console.log(`${FILE}: ${bom.components.length} packages`);
