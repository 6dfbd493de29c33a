/** There is no way to say who asks: its message says what is missing or in the way, and what to do. */
export class CredentialsError extends Error {
    name = 'CredentialsError';
}
/** Nobody answered at the address, or not in time. */
export class ConnectionError extends Error {
    name = 'ConnectionError';
}
/** The API refused, or failed; `problem` says why, and what to do about it. */
export class ProblemError extends Error {
    name = 'ProblemError';
    problem;
    constructor(problem) {
        super(`${problem.title}: ${problem.detail}`);
        this.problem = problem;
    }
}
