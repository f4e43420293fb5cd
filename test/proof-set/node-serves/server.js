const { createServer } = require("node:http");
createServer((_, answer) => answer.end("served by node\n")).listen(Number(process.argv[2]));
process.on("SIGTERM", () => process.exit(0));
