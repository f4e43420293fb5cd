console.log(require("dep")("npm"));
