using ChefActors.Core.Commands;
using ChefActors.Core.Nodes;
using ChefActors.Core.Queries;
using ChefActors.Core.Results;
using ChefActors.Core.Znodes;
using ChefActors.NodeHost.Watching;

namespace ChefActors.NodeHost.Queries;

/// <summary>Whether a question is answered. Pure.</summary>
internal static class QueryAdmission
{
    /// <summary>Judges an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="node">This node.</param>
    /// <param name="cluster">The cluster's id.</param>
    /// <param name="serverNow">ZooKeeper's time, or earlier; null: not known, then nothing has expired.</param>
    internal static QueryVerdict Judge(EntrySnapshot entry, NodeName node, string cluster, DateTimeOffset? serverNow)
    {
        var reading = CommandReader.Read(entry.Data, entry.Id, node.Value, cluster);
        if (!reading.IsValid) return new QueryVerdict.Refused(null, ResultState.Rejected, reading.Error);
        var command = reading.Value;
        if (command.AcceptBy < serverNow)
        {
            return new QueryVerdict.Refused(
                command, ResultState.Expired, new Reason(ReasonCode.TooLate, $"it was to be answered by {UtcTimeConverter.Text(command.AcceptBy.Value)}; ZooKeeper's time is {UtcTimeConverter.Text(serverNow.Value)}"));
        }

        var query = QueryReader.Read(command.Query);
        return query.IsValid ? new QueryVerdict.Admitted(command, query.Value) : new QueryVerdict.Refused(command, ResultState.Rejected, query.Error);
    }
}
