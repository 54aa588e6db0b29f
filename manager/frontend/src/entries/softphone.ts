/** The telephone alone, for pages that are not the desk: the test of a headset. */
export { Softphone } from "../softphone";
export { Devices } from "../sound";
