/** How the command line is used. */
export const HELP = `goodput: the playground's engine on the command line

  goodput run <id|file> [--seed n] [--seeds n] [--set path=value …] [--arm name …]
              [--traffic [client=]file …] [--recording [client=]file …] [--columns text] [--requests file]
              [--format json|csv|text] [--allow-code]
  goodput list                    the scenarios that come with it
  goodput check <file> [--allow-code] [--recording [client=]file …]
                                  says whether a scenario can be read, and what is wrong with it; with --allow-code also
                                  whether algorithms of its own keep the laws of their kind, and run the same twice
  goodput claims [id|file …]      checks the claims of scenarios [--seeds n, 30 unless told]
  goodput schema                  JSON Schema of a scenario
  goodput reference [id …]        every component and algorithm with its parameters and sources, the document, the steps
                                  of routines, as markdown

Times are in ms. --set takes JSON or a word: --set checkout.servers=30 --set shoppers.retryDelay='{"kind":"none"}'.
--recording plays the accesses of a file, for example one key a line: shoppers=keys.txt sets that client's workload,
keys.txt alone is there for workloads that already name it.
--traffic plays the whole traffic of a file: shoppers=access.log sets that client's arrivals, and its keys where there are
some; CSV, NDJSON, access logs, gzip, and what --requests writes. --columns 'time=1:ms key=3' says what its columns are.
--requests writes one line of JSON a request.
--allow-code runs a scenario that brings code of its own, in a process with limits. That is no protection from code that
means harm: it can do what you can. In a browser it can not.
Exit status: 0 well, 1 a claim or a law does not hold or an audit fails, 2 something is wrong with the call or the scenario.
`;
