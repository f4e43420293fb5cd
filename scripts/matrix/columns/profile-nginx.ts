import { traveller } from "../harness/traveller.ts";

export default traveller(62, "nginx", { image: "hullproof-test/nginx:1", flags: ["--get", ":80/", "--signal", "HUP"] });
