// The main job on the Python example; what it ends with is verified by the run itself.
import { it } from "vitest";
import { wide } from "../long.ts";
import { hardenedExample } from "./hardened-example.ts";

if (wide) await hardenedExample("python");
else it.skip("harden examples/app-python: in a CI and in the long run");
