export { refuseUnwritable } from "../../sources/can-write.ts";
