/** The clock on the wall [ms]: taken before code can run for which there is none. */
export const realNow: () => number = performance.now.bind(performance);
