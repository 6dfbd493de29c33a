/** `npm run docs`: writes the reference as one file, `dist/docs.html`; `--out FILE` writes it elsewhere. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildDocs } from './build/docs.ts';

const { values } = parseArgs({ options: { out: { type: 'string', default: 'dist/docs.html' } } });
const file = resolve(values.out);
await buildDocs(file);
console.log(`${values.out} written`);
