export { appendSummary } from "../../sources/files/append-summary.ts";
