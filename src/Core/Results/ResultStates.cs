namespace ChefActors.Core.Results;

/// <summary>What the states count as, and their words on the wire and the screen.</summary>
public static class ResultStates
{
    /// <summary>All states in the order in which people are shown them.</summary>
    public static IReadOnlyList<ResultState> All { get; } = Enum.GetValues<ResultState>();

    /// <summary>What the state counts as.</summary>
    public static ResultClass Class(this ResultState state) => state switch
    {
        ResultState.Succeeded or ResultState.RebootPending => ResultClass.Success,
        ResultState.Cancelled or ResultState.Withdrawn => ResultClass.Neither,
        ResultState.Offline => ResultClass.Apart,
        _ => ResultClass.Failure,
    };

    /// <summary>The word of the contract, such as <c>reboot_pending</c>.</summary>
    public static string Word(this ResultState state) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(state.ToString());

    /// <summary>True for the states of a command that never ran and never will (invariant I4).</summary>
    public static bool NeverRan(this ResultState state) =>
        state is ResultState.Withdrawn or ResultState.Expired or ResultState.Rejected or ResultState.Offline;
}
