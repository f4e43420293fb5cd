export { writeWhole } from "../../sources/write-whole.ts";
