# The longest tests and about how many seconds they take: ctest begins with what costs most, lest one be left to run alone at the end.
# What ctest has measured before takes the place of this; a name that no test has does no harm.
function(long_test seconds name)
  math(EXPR cost "100 + ${seconds}")
  set_tests_properties("${name}" PROPERTIES COST ${cost})
endfunction()

long_test(25 "run:recoveries take as long request by request as in the flow, in the median")
long_test(25 "run:flow and requests agree on kasha at saturation and while it drains")
long_test(22 "tools:twenty other seeds give the same verdicts")
long_test(20 "models:halving every interval leaves the events of years under nature where they were")
long_test(17 "run:flow and requests agree on multi-region at saturation and while it drains")
long_test(14 "tools:flow and requests agree on designs that lose a unit and on a retry storm")
long_test(14 "traffic:Flow and requests agree at saturation")
long_test(12 "tools:a result from the cache has the bytes of one that was computed")
long_test(11 "tools:results of everything that is shipped depend neither on the number of threads nor on fused multiply-add")
long_test(11 "tools:an expectation on an increase is judged pair by pair against the baseline's design")
long_test(10 "tools:more traffic never makes a journey better, from well below saturation to well above")
