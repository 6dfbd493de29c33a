/** There are no credentials to ask with: its message says what is missing, and what to do. */
export class CredentialsError extends Error {
    name = 'CredentialsError';
}
