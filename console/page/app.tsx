import { Link, Route, Switch, useLocation } from 'wouter';
import { useOrigin } from './api.ts';
import { CreatePage } from './create/page.tsx';
import { EnvironmentPage } from './environment/page.tsx';
import { ListPage } from './list/page.tsx';
import { Guarded } from './ui/guarded.tsx';
import { PageHeading } from './ui/heading.tsx';

/** The frame around every page, and which page it is. */
export function App() {
  const [location] = useLocation();
  const { data: origin } = useOrigin();
  return (
    <>
      <a className="skip-link" href="#main">
        Skip to the content
      </a>
      <header className="top">
        <nav aria-label="Console">
          <Link className="brand" href="/">
            groundwork
          </Link>
          <Link href="/" aria-current={location === '/' ? 'page' : undefined}>
            Environments
          </Link>
          <Link href="/new" aria-current={location === '/new' ? 'page' : undefined}>
            Create
          </Link>
          {origin?.tenant && (
            <span>
              of the tenant <strong>{origin.tenant}</strong>
            </span>
          )}
          <a className="top-end" href="/docs">
            Reference
          </a>
        </nav>
      </header>
      <main id="main" tabIndex={-1}>
        <Guarded about={location}>
          <Switch>
            <Route path="/" component={ListPage} />
            <Route path="/new" component={CreatePage} />
            <Route path="/environments/:id">{({ id }) => <EnvironmentPage key={id} id={id} />}</Route>
            <Route>
              <PageHeading title="There is no such page" />
              <p>
                <Link href="/">To the environments</Link>
              </p>
            </Route>
          </Switch>
        </Guarded>
      </main>
    </>
  );
}
