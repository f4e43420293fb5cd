import { traveller } from "../harness/traveller.ts";

export default traveller(61, "python", { image: "hullproof-test/python:1", flags: ["--get", ":8080/hello"] });
