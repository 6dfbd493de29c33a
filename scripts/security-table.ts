import { readFileSync, writeFileSync } from 'node:fs';
import { withTables } from '../tests/support/access/page.ts';

const PAGE = new URL('../docs/security.md', import.meta.url);

writeFileSync(PAGE, await withTables(readFileSync(PAGE, 'utf8')));
console.log('the tables in docs/security.md are as the policies have it');
