// The main job on the Python example; what it ends with is verified by the run itself.
import { it } from "vitest";
import { long } from "../long.ts";
import { hardenedExample } from "./hardened-example.ts";

if (long) await hardenedExample("python");
else it.skip("harden examples/app-python: in the long run");
