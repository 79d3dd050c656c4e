/** Time of its rate that a link lets through at once after a rest, ms: longer than a timer is late, too short to be a gift. */
export const LINK_BURST = 50;
