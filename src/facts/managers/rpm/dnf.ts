import { readDnfCall } from "./dnf-words.ts";
import { definePackageManager } from "../package-manager.ts";

export default definePackageManager({ name: "dnf", programs: ["dnf", "dnf5", "dnf-3"], read: readDnfCall });
