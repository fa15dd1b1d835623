export default function OperatorPage() {
  return <h1>Live</h1>;
}
