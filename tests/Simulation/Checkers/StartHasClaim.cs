using ChefActors.Core.Commands;
using ChefActors.Core.Delivery;
using ChefActors.Core.Znodes;
using ChefActors.Simulation.Model;
using ChefActors.ZooKeeper;

namespace ChefActors.Simulation.Checkers;

/// <summary>I2: a start has a claim of this journal for this attempt, made on an empty row and (attempt 1) not after <c>accept_by</c>.</summary>
internal static class StartHasClaim
{
    internal static IEnumerable<string> Violations(IHostHistory host)
    {
        foreach (var start in host.Chef.Starts)
        {
            var path = ZnodeLayout.Entry(host.Name, start.Command);
            var claims = host.Zk.History.Where(write => write.TookEffect && write.Who == host.Who && write.AtMs <= start.At.ToUnixTimeMilliseconds())
                .Where(write => write.Operations.Any(operation => operation.Path == path && Claim(operation) is { } claim && claim.Claim is { } c && c.Journal == start.Journal && c.Attempt == start.Attempt))
                .ToList();
            if (claims.Count == 0) yield return $"{start.Command} attempt {start.Attempt} was started without a claim";
            else if (!CommandId.TryParseSlot(start.Command, out _) && !claims.Any(claim => WasOnEmptyRow(host, start.Command, claim.Zxid)))
                yield return $"{start.Command} attempt {start.Attempt} was claimed on a row that was not empty";
            else if (start.Attempt == 1 && claims.Select(c => (c.AtMs, By: c.Operations.Select(Claim).FirstOrDefault(x => x is not null)!.AcceptBy)).Last() is var last
                && last.AtMs > last.By?.ToUnixTimeMilliseconds())
                yield return $"{start.Command} was claimed after accept_by";
        }
    }

    private static Command? Claim(ZnodeOperation operation) => operation switch
    {
        ZnodeOperation.Create create => Read(create.Data),
        ZnodeOperation.SetData set => Read(set.Data),
        _ => null,
    };

    private static Command? Read(byte[]? data) => data is { Length: > 0 } ? PayloadCodec.Read(data, PayloadJson.Default.Command).Value : null;

    private static bool WasOnEmptyRow(IHostHistory host, string id, long zxid) =>
        !host.Zk.History.Any(write => write.TookEffect && write.Zxid < zxid && write.Zxid > host.Restored.GetValueOrDefault(id) && write.Operations.OfType<ZnodeOperation.SetData>().Any(set => set.Path == ZnodeLayout.Row(id, host.Name)));
}
