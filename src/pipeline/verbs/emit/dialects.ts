export { alwaysWritten, dialects } from "../../../dialects/dialect-list.ts";
