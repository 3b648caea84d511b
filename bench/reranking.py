"""(j) 试算 in a real Chromium: from a weight that moves to the ranking painted anew, 365 cities and 2,847 counties."""

import statistics
from collections.abc import Iterator

from bench.browser import chromium
from bench.lines import Line, load_of_machine
from bench.serving import served

SCHEMES = (("province_cities", 100.0), ("counties", None))  # the second has no limit of its own
STEPS = 12
MOVE = """async (number) => {
  const sliders = document.querySelectorAll(".hc-trial-weights input[type=range]");
  const slider = sliders[number % sliders.length];
  const start = performance.now();
  slider.value = String(Number(slider.value) > 0 ? 0 : Number(slider.max));
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  return performance.now() - start;
}"""


def measure() -> Iterator[Line]:
    with served() as product, chromium() as browser:
        for scheme, most in SCHEMES:
            page = browser.new_page(viewport={"width": 1366, "height": 768})
            page.goto(f"{product.url}/assessment?view=trial&scheme={scheme}", wait_until="networkidle")
            page.wait_for_selector(".hc-trial tbody tr")
            rows = page.locator(".hc-trial tbody tr").count()
            taken = [page.evaluate(MOVE, number) for number in range(STEPS)][2:]
            script = page.locator(".hc-trial-scroll").get_attribute("data-took")
            detail = f"median of {len(taken)}, slowest {max(taken):.0f} ms, script {script} ms; {load_of_machine()}"
            yield Line(f"j re-ranking {rows:,} rows in the browser", statistics.median(taken), "ms", detail, most=most)
            page.close()
