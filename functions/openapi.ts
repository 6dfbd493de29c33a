import { json } from '../lib/api/http.ts';
import { open } from '../lib/api/middleware.ts';
import { openapiDocument } from '../lib/api/openapi.ts';
import { noQuery } from '../lib/api/validate.ts';

const document = openapiDocument();

/** `GET /openapi.json`: the contract. */
export const handler = open(async (event) => {
  noQuery(event);
  return json(200, document);
});
