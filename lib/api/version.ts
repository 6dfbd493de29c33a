/** Of the API; a test holds it against package.json, which bundles would otherwise carry whole. */
export const VERSION = '0.1.0';
