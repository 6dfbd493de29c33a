import * as z from 'zod/mini';

// The page's policy lets nothing make code of text; zod would try to, and the browser tell of it. Before any schema.
z.config({ jitless: true });
