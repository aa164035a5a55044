namespace ChefActors.ZooKeeper;

/// <summary>What became of one <see cref="ZnodeRead"/>.</summary>
/// <param name="Error"><see cref="ErrorCode.Ok"/>, or why this one was refused; the others were read all the same.</param>
/// <param name="Data">Of <see cref="ZnodeRead.GetData"/>: the data and Stat. Null otherwise.</param>
/// <param name="Children">Of <see cref="ZnodeRead.GetChildren"/>: the names, in no order. Null otherwise.</param>
public readonly record struct ZnodeReadResult(ErrorCode Error, ZnodeData? Data = null, IReadOnlyList<string>? Children = null);
