export { refuseUnwritable } from "../../sources/files/can-write.ts";
