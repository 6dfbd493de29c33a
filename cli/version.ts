/** Of the command line; a test holds it against package.json, which the bundle would otherwise carry whole. */
export const VERSION = '0.1.0';
