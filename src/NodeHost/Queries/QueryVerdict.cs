using ChefActors.Core.Commands;
using ChefActors.Core.Queries;
using ChefActors.Core.Results;

namespace ChefActors.NodeHost.Queries;

/// <summary>What becomes of an entry that asks something. A closed set.</summary>
internal abstract record QueryVerdict
{
    private QueryVerdict()
    {
    }

    /// <summary>It is answered.</summary>
    internal sealed record Admitted(Command Command, Query Query) : QueryVerdict;

    /// <summary>It gets a result without an answer.</summary>
    internal sealed record Refused(Command? Command, ResultState State, Reason Reason) : QueryVerdict;
}
