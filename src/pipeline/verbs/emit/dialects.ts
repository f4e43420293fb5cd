export { alwaysWritten, dialects } from "../../../emit/dialects.ts";
