/**
 * Answers that are not in the form that the API's contract promises, brought into it: API Gateway's own, those of a proxy
 * or of something else that listens there. Every error that the client gives is a problem then, and what it gives as a
 * success is one.
 */
export declare function inForm(request: Request, answer: Response): Promise<Response>;
/** What to do where it is not known who asks. */
export declare const CREDENTIALS = "Say who asks: set GROUNDWORK_TOKEN, or have AWS credentials that may execute-api:Invoke; GROUNDWORK_AUTH=token or iam chooses. docs/callers.md has both.";
