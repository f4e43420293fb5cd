import { readDnfCall } from "./dnf-words.ts";
import { definePackageManager } from "../package-manager.ts";

export default definePackageManager({ name: "microdnf", programs: ["microdnf"], read: readDnfCall });
