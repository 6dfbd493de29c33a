/** What an environment's id looks like: it is a part of every name that the environment's resources get. */
export const ENVIRONMENT_ID = /^[a-z][a-z0-9-]{1,30}[a-z0-9]$/;
