export { writeWhole } from "../../sources/files/write-whole.ts";
