#!/usr/bin/env node
console.log("the tool says", process.argv[2]);
