export { appendSummary } from "../../sources/append-summary.ts";
