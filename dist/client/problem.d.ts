/**
 * Answers that are not in the form that the API's contract promises, brought into it: API Gateway's own, those of a proxy,
 * and pages in HTML. Every error that the client gives is a problem then.
 */
export declare function inForm(request: Request, answer: Response): Promise<Response>;
