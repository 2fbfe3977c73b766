/** robots.txt (RFC 9309): what a file says (`parseRobots`), and what the way it was or was not answered says (`robotsAccess`). */
export { robotsAccess, type RobotsStep } from './access.ts';
export { parseRobots, type Robots, type RobotsDecision, type RobotsExtension } from './parse.ts';
export { pathPattern, type PathPattern } from './pattern.ts';
