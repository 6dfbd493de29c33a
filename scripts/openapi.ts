/** Writes the contract, and the types of those who call by it; `--check` says whether they are up to date. */
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';
import { stringify } from 'yaml';
import { openapiDocument } from '../lib/api/openapi.ts';

const document = openapiDocument();

const FILES = {
  'openapi.yaml': `# Made by \`npm run openapi\` from lib/api. Don't edit.\n${stringify(document, { aliasDuplicateObjects: false })}`,
  'client/contract.ts': `// Made by \`npm run openapi\` from openapi.yaml. Don't edit.\n${await types()}`,
};

for (const [name, text] of Object.entries(FILES)) {
  const file = new URL(`../${name}`, import.meta.url);
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text);
    console.log(`${name} written`);
  } else if (readFileSync(file, 'utf8') === text) {
    console.log(`${name} is up to date`);
  } else {
    console.error(`${name} is not what the schemas say. Run \`npm run openapi\` and commit the result.`);
    process.exitCode = 1;
  }
}

/** With names for the schemas: `components['schemas']['Environment']` is `Environment`, too. */
async function types(): Promise<string> {
  const nodes = await openapiTS(JSON.stringify(document), {
    alphabetize: true,
    // What has a default may be left out of a request.
    defaultNonNullable: false,
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
  });
  return astToString(nodes);
}
