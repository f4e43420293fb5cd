/** An error that the agent can fix. */
export class ToolError extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = "ToolError";
    this.hint = hint;
  }
}
