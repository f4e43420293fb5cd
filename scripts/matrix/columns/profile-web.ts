import { webImage } from "../harness/images.ts";
import { webFlags } from "../harness/learned-here.ts";
import { traveller } from "../harness/traveller.ts";

export default traveller(60, "busybox httpd", { image: webImage, flags: webFlags });
