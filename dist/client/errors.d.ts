import type { Problem } from './contract.ts';
/** There is no way to say who asks: its message says what is missing or in the way, and what to do. */
export declare class CredentialsError extends Error {
    readonly name = "CredentialsError";
}
/** Nobody answered at the address, or not in time. */
export declare class ConnectionError extends Error {
    readonly name = "ConnectionError";
}
/** The API refused, or failed; `problem` says why, and what to do about it. */
export declare class ProblemError extends Error {
    readonly name = "ProblemError";
    readonly problem: Problem;
    constructor(problem: Problem);
}
