/** There are no credentials to ask with: its message says what is missing, and what to do. */
export declare class CredentialsError extends Error {
    readonly name = "CredentialsError";
}
