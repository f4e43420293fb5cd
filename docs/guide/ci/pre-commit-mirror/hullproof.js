#!/usr/bin/env node
"use strict";
// pre-commit installs this package globally, which links its own commands alone, not those of what it depends on.
require(require("node:path").join(require.resolve("hullproof/package.json"), "../bin/hullproof.js"));
